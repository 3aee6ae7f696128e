"""What is printed or exported: the binder, blank registers, reports. Each is one plain value before it is a page."""
