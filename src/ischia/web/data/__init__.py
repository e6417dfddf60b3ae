"""My data: taken along, brought back, erased for ever."""
