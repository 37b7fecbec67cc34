package dev.virga.services.iam;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A user's password: only what is needed to know it again.
///
/// @param hashes of the password in force and, after it, of those before, newest first; each in the
///     form that [PasswordHash] makes
/// @param changed when the password was set
record Login(
        String account, String user, Instant created, Instant changed, boolean resetRequired, List<String> hashes) {
    /// As many as a password policy may remember.
    private static final int MAX_REMEMBERED = 24;

    Login renamed(String name) {
        return new Login(account, name, created, changed, resetRequired, hashes);
    }

    Login withReset(boolean required) {
        return new Login(account, user, created, changed, required, hashes);
    }

    Login withHash(String hash, Instant now) {
        List<String> all = new ArrayList<>();
        all.add(hash);
        hashes.stream().limit(MAX_REMEMBERED).forEach(all::add);
        return new Login(account, user, created, now, resetRequired, all);
    }

    dev.virga.api.iam.LoginProfile shape() {
        return dev.virga.api.iam.LoginProfile.builder()
                .userName(user)
                .createDate(created)
                .passwordResetRequired(resetRequired)
                .build();
    }
}
