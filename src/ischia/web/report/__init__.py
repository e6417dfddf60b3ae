"""The page for the clinician: looked at, printed, taken along as PDF; and what to ask there."""
