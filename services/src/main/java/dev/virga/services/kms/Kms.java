package dev.virga.services.kms;

import dev.virga.api.kms.KmsOps;
import dev.virga.kernel.Operation;
import dev.virga.kernel.Service;
import dev.virga.kernel.Timers;
import dev.virga.kernel.crypto.Seals;
import dev.virga.store.Store;
import dev.virga.wire.Model;
import java.security.SecureRandom;
import java.util.List;

/// AWS Key Management Service. Keys are durable; their secret bytes are in the store sealed only.
public final class Kms implements Service {
    private final List<Operation<?, ?>> operations;

    public Kms(Store store, Timers timers, Seals seals) {
        SecureRandom random = new SecureRandom();
        KeyTable table = new KeyTable(store);
        Materials materials = new Materials(table, seals.of("kms"), random);
        KeyMaker maker = new KeyMaker(table, materials);
        Keys keys = new Keys(table, new AwsManagedKeys(table, maker));
        Parts parts = new Parts(
                table, keys, new Permissions(), materials, new Encryption(keys, materials, random), maker, timers);
        this.operations = List.of(
                new CreateKey(parts),
                new Decrypt(parts),
                new DescribeKey(parts),
                new Encrypt(parts),
                new GenerateDataKey(parts),
                new GenerateDataKeyWithoutPlaintext(parts));
    }

    @Override
    public Model model() {
        return KmsOps.MODEL;
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return operations;
    }
}
