"""Who answers when: opening hours, public holidays, reachability of contacts, times as they are typed and shown."""
