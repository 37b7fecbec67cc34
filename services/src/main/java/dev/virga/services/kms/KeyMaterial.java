package dev.virga.services.kms;

/// Secret bytes of a key, ready for use. Made from what [Materials] unsealed; remembered while the
/// key is in use.
sealed interface KeyMaterial
        permits SymmetricMaterial,
                RsaMaterial,
                EcMaterial,
                KoblitzMaterial,
                EdwardsMaterial,
                MlDsaMaterial,
                HmacMaterial {}
