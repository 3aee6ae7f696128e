"""Who answers when: opening hours, public holidays, channels, moments."""
