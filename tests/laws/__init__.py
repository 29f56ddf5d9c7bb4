"""Laws: properties that hold for all descriptors, checked on drawn ones."""
