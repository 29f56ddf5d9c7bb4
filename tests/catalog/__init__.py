"""What is known of drivers, kernels and devices: the catalog's data and its answers."""
