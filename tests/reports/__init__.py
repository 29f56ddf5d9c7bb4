"""Reports: lines to records and back, one object a class, fleets that are made up."""
