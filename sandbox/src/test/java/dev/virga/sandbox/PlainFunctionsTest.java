package dev.virga.sandbox;

/// Functions as plain processes.
class PlainFunctionsTest extends FunctionContract {
    @Override
    SandboxOptions.Isolation isolation() {
        return SandboxOptions.Isolation.PLAIN;
    }
}
