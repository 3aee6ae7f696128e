"""Loading of a site: from a folder of YAML files to a procedure, or to every problem of every file."""
