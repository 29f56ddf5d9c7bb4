"""What users can ask, through the verbs that command line and other faces share."""
