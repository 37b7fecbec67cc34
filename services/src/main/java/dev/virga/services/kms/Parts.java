package dev.virga.services.kms;

import dev.virga.kernel.PolicyPrincipals;

/// What operations are made of.
record Parts(
        KeyTable table,
        GrantTable grants,
        Keys keys,
        Permissions permissions,
        Materials materials,
        KeyPairs pairs,
        Encryption encryption,
        GrantTokens tokens,
        KeyMaker maker,
        Lifecycle lifecycle,
        Imports imports,
        PolicyPrincipals principals) {}
