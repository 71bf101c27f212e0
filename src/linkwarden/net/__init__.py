"""The network: hosts that own their pace, a resolver that checks addresses, one module that speaks HTTP."""
