"""The parts that every page is made of, shown on one page."""
