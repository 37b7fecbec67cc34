package dev.virga.services.lambda;

/// Finds the version that a name with its qualifier stands for. An alias stands for its first
/// version here.
final class VersionOf {
    private VersionOf() {}

    /// @throws dev.virga.wire.AwsException ResourceNotFoundException
    static FunctionVersion find(VersionTable versions, AliasTable aliases, FunctionName name) {
        String qualifier = name.qualifier();
        if (qualifier == null) {
            return versions.get(name, FunctionName.LATEST).version();
        }
        if (!name.isAlias()) {
            return versions.get(name, qualifier).version();
        }
        AliasTable.Found alias = aliases.find(name, qualifier);
        if (alias == null) {
            throw LambdaErrors.functionNotFound(name);
        }
        return versions.get(name, alias.alias().version()).version();
    }
}
