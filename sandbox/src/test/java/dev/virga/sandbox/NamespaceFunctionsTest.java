package dev.virga.sandbox;

/// Functions in namespaces, as far as this host allows it to the user the tests run as.
class NamespaceFunctionsTest extends FunctionContract {
    @Override
    SandboxOptions.Isolation isolation() {
        return SandboxOptions.Isolation.BEST;
    }
}
