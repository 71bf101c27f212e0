"""The only package that uses the HTTP library: one request to one checked address, one response or one of our errors.

Nothing else imports httpcore, so another library is a change of this package alone. Redirects, cookies,
retries and content encodings are handled elsewhere.
"""
