package dev.virga.services.iam;

/// Who signs the tokens of an account's users and roles for services elsewhere.
///
/// @param id stays when it is switched off and on again
/// @param url under which its keys are found
/// @param rsa key of `RS256`, with its private part sealed
/// @param ec key of `ES384`
record OutboundIssuer(String account, String id, String url, boolean enabled, Key rsa, Key ec) {
    static final String RS256 = "RS256";
    static final String ES384 = "ES384";

    /// @param shown public key as X.509 has it
    /// @param sealed private key as PKCS#8 has it
    record Key(byte[] shown, byte[] sealed) {}

    OutboundIssuer withEnabled(boolean now) {
        return new OutboundIssuer(account, id, url, now, rsa, ec);
    }
}
