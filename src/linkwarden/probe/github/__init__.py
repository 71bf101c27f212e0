"""GitHub's API for links: which page a URL refers to, the query for it, and the evaluation of the response. Pure.

The probe in `linkwarden.probe.probes.github` sends the queries.
"""
