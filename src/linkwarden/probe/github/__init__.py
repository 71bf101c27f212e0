"""What GitHub's API can tell about links: which page a URL names, how to ask, what the answer says. Pure.

The probe in `linkwarden.probe.probes.github` sends what is built here.
"""
