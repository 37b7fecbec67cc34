package dev.virga.services.kms;

import dev.virga.kernel.Timers;

/// What operations are made of.
record Parts(
        KeyTable table,
        Keys keys,
        Permissions permissions,
        Materials materials,
        Encryption encryption,
        KeyMaker maker,
        Timers timers) {}
