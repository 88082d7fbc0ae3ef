"""Whether the grader can be talked, padded or tricked into a higher score, and whether it treats wordings alike."""
