"""Daily living: breaks, places, lifting, small habits."""
