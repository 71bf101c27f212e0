"""The network: hosts with their own pace, a resolver that checks addresses, and one module for HTTP."""
