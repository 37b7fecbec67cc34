package dev.virga.services.iam;

import java.util.List;

/// Sets passwords under the account's rules. Hashing takes a good part of a second of CPU, so it
/// happens before a row is read to be changed, never within the change.
final class Passwords {
    private final PasswordHash hashes = new PasswordHash();
    private final AccountTable accounts;

    Passwords(AccountTable accounts) {
        this.accounts = accounts;
    }

    PasswordRules rules(String account) {
        return new PasswordRules(accounts.passwordPolicy(account));
    }

    String hash(String account, String user, String password) {
        rules(account).check(password, user);
        return hashes.of(password);
    }

    /// @throws dev.virga.wire.AwsException PasswordPolicyViolation when it was used before
    void checkReuse(Login login, String password) {
        List<String> old = login.hashes().stream()
                .limit(rules(login.account()).remembered())
                .toList();
        for (String hash : old) {
            if (hashes.matches(password, hash)) {
                throw IamErrors.password("Password was used before");
            }
        }
    }

    boolean isPasswordOf(Login login, String password) {
        return hashes.matches(password, login.hashes().getFirst());
    }
}
