package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.UpdateUserRequest;
import dev.virga.api.iam.UpdateUserResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.store.Store;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;

/// Gives a user another name or path. Its id, policies, groups and keys stay.
final class UpdateUser implements Operation<UpdateUserRequest, UpdateUserResponse> {
    private final Tables tables;

    UpdateUser(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<UpdateUserRequest, UpdateUserResponse> op() {
        return IamOps.UpdateUser;
    }

    @Override
    public List<Access> access(UpdateUserRequest input, Call call) {
        return List.of(tables.onUser("UpdateUser", call, input.userName()));
    }

    @Override
    public UpdateUserResponse handle(UpdateUserRequest input, Call call) {
        String account = call.account();
        tables.users.update(account, input.userName(), user -> {
            String path = input.newPath() == null ? user.path() : input.newPath();
            String name = input.newUserName() == null ? user.name() : input.newUserName();
            List<Store.Check> checks = new ArrayList<>();
            List<Store.Write> writes = new ArrayList<>();
            if (!name.equals(user.name())) {
                rename(user, name, checks, writes);
            }
            return new EntityTable.Change<>(user.renamed(path, name), checks, writes);
        });
        return UpdateUserResponse.builder().build();
    }

    /// Everything that knows the user by name. What may change beside the user's own row is checked:
    /// a credential that is taken away meanwhile does not come back.
    private void rename(User user, String name, List<Store.Check> checks, List<Store.Write> writes) {
        String account = user.account();
        String old = user.name();
        for (String group : user.groups()) {
            String members = AttachmentTable.members(group);
            writes.add(tables.uses.delete(account, members, AttachmentTable.MEMBER, old));
            writes.add(tables.uses.put(account, members, AttachmentTable.MEMBER, name));
        }
        for (String arn : user.grants().attached()) {
            writes.add(tables.uses.delete(account, arn, AttachmentTable.USER, old));
            writes.add(tables.uses.put(account, arn, AttachmentTable.USER, name));
        }
        String boundary = user.grants().boundary();
        if (boundary != null) {
            writes.add(tables.uses.delete(account, boundary, AttachmentTable.USER_BOUNDARY, old));
            writes.add(tables.uses.put(account, boundary, AttachmentTable.USER_BOUNDARY, name));
        }
        EntityTable.Stored<Login> login = tables.logins.find(account, old);
        if (login != null) {
            checks.add(login.unchanged());
            writes.add(new Store.Delete(login.key()));
            writes.add(tables.logins.put(account, login.value().renamed(name)));
        }
        for (EntityTable.Stored<MfaDevice> stored : tables.storedDevicesOf(account, old)) {
            MfaDevice device = stored.value();
            writes.add(tables.uses.delete(account, AttachmentTable.owned(old), AttachmentTable.DEVICE, device.name()));
            writes.add(tables.uses.put(account, AttachmentTable.owned(name), AttachmentTable.DEVICE, device.name()));
            checks.add(stored.unchanged());
            writes.add(tables.mfa.put(account, device.of(name, device.enabled(), device.lastStep(), device.drift())));
        }
        tables.sshKeys.rename(account, old, name, checks, writes);
        tables.signingCertificates.rename(account, old, name, checks, writes);
        tables.serviceCredentials.rename(account, old, name, checks, writes);
        for (String id : user.accessKeys()) {
            AccessKeyTable.AccessKey key = tables.accessKeys.find(id);
            if (key != null) {
                writes.add(tables.accessKeys.put(key.withUser(name)));
            }
        }
    }
}
