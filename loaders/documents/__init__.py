"""Laws, policies and standards as texts: what they say, each fact with its line."""
