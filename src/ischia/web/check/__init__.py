"""The check: is it safe to exercise?"""
