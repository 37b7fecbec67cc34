package dev.virga.services.iam;

import dev.virga.api.iam.ConcurrentModificationException;
import dev.virga.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Credentials of users by their ids. Each is a use of its user as well, so that those of one user
/// are found, and so that a user who has some is not deleted: making one writes the user again.
abstract class UserCredentialTable<C extends UserCredential<C>> extends EntityTable<C> {
    private static final int MAX_ATTEMPTS = 20;

    private final String kind;
    private final UserTable users;
    private final AttachmentTable uses;

    /// @param kind of the rows, and of the use
    /// @param perUser how many a user can have of them
    UserCredentialTable(Store store, Epoch epoch, String kind, int perUser, UserTable users, AttachmentTable uses) {
        super(store, epoch, kind, Quotas.USERS * perUser);
        this.kind = kind;
        this.users = users;
        this.uses = uses;
    }

    /// In the order of ids.
    List<C> of(String account, String user) {
        return stored(account, user).stream().map(Stored::value).toList();
    }

    private List<Stored<C>> stored(String account, String user) {
        List<Stored<C>> all = new ArrayList<>();
        for (AttachmentTable.Use use : uses.uses(account, AttachmentTable.owned(user), kind)) {
            Stored<C> stored = find(account, use.name());
            if (stored != null) {
                all.add(stored);
            }
        }
        return all;
    }

    /// @throws AwsException NoSuchEntity also when it is another user's
    C of(String account, String user, String id) {
        users.get(account, user);
        Stored<C> stored = find(account, id);
        if (stored == null || !stored.value().user().equals(user)) {
            throw missing(id);
        }
        return stored.value();
    }

    /// @param check is given what the user has, and refuses
    /// @throws AwsException NoSuchEntity
    void add(C credential, Consumer<List<C>> check) {
        String account = credential.account();
        String user = credential.user();
        for (int attempt = 1; ; attempt++) {
            Stored<User> owner = users.require(account, user);
            check.accept(of(account, user));
            try {
                create(
                        account,
                        credential,
                        List.of(owner.unchanged()),
                        List.of(
                                users.put(account, owner.value()),
                                uses.put(account, AttachmentTable.owned(user), kind, credential.id())));
                return;
            } catch (ConcurrentModificationException e) {
                if (attempt == MAX_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    void change(String account, String user, String id, UnaryOperator<C> change) {
        of(account, user, id);
        update(account, id, credential -> Change.to(change.apply(credential)));
    }

    void remove(String account, String user, String id) {
        of(account, user, id);
        delete(
                account,
                id,
                credential ->
                        List.of(uses.delete(account, AttachmentTable.owned(credential.user()), kind, credential.id())));
    }

    /// What has to be written when a user gets another name, if nobody changes a credential meanwhile.
    void rename(String account, String from, String to, List<Store.Check> checks, List<Store.Write> writes) {
        for (Stored<C> stored : stored(account, from)) {
            C credential = stored.value();
            checks.add(stored.unchanged());
            writes.add(uses.delete(account, AttachmentTable.owned(from), kind, credential.id()));
            writes.add(uses.put(account, AttachmentTable.owned(to), kind, credential.id()));
            writes.add(put(account, credential.withUser(to)));
        }
    }

    @Override
    String name(C credential) {
        return credential.id();
    }
}
