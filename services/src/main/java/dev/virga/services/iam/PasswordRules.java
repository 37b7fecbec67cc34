package dev.virga.services.iam;

import dev.virga.api.iam.PasswordPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// What a password must be like: by the account's policy, or by AWS's default one.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html>
record PasswordRules(@Nullable PasswordPolicy policy) {
    private static final int DEFAULT_LENGTH = 8;
    private static final int DEFAULT_CLASSES = 3;
    private static final String SYMBOLS = "!@#$%^&*()_+-=[]{}|'";

    void check(String password, String user) {
        if (password.equals(user)) {
            throw IamErrors.password("Password must not be identical to your AWS account name or email address");
        }
        List<String> wanted = policy == null ? byDefault(password) : byPolicy(policy, password);
        if (!wanted.isEmpty()) {
            throw IamErrors.password("Password should " + String.join(", ", wanted));
        }
    }

    private static List<String> byDefault(String password) {
        List<String> wanted = new ArrayList<>();
        if (password.length() < DEFAULT_LENGTH) {
            wanted.add("have a minimum length of " + DEFAULT_LENGTH);
        }
        int classes = (has(password, Character::isUpperCase) ? 1 : 0)
                + (has(password, Character::isLowerCase) ? 1 : 0)
                + (has(password, Character::isDigit) ? 1 : 0)
                + (has(password, PasswordRules::isSymbol) ? 1 : 0);
        if (classes < DEFAULT_CLASSES) {
            wanted.add("have characters of " + DEFAULT_CLASSES + " kinds: uppercase, lowercase, numbers, symbols");
        }
        return wanted;
    }

    private static List<String> byPolicy(PasswordPolicy policy, String password) {
        List<String> wanted = new ArrayList<>();
        Integer length = policy.minimumPasswordLength();
        if (length != null && password.length() < length) {
            wanted.add("have a minimum length of " + length);
        }
        want(policy.requireSymbols(), password, PasswordRules::isSymbol, "have at least one symbol", wanted);
        want(policy.requireNumbers(), password, Character::isDigit, "have at least one number", wanted);
        want(
                policy.requireUppercaseCharacters(),
                password,
                Character::isUpperCase,
                "have at least one uppercase letter",
                wanted);
        want(
                policy.requireLowercaseCharacters(),
                password,
                Character::isLowerCase,
                "have at least one lowercase letter",
                wanted);
        return wanted;
    }

    private static void want(
            @Nullable Boolean required, String password, IntPredicate kind, String what, List<String> wanted) {
        if (Boolean.TRUE.equals(required) && !has(password, kind)) {
            wanted.add(what);
        }
    }

    private static boolean has(String password, IntPredicate kind) {
        return password.chars().anyMatch(kind);
    }

    private static boolean isSymbol(int c) {
        return SYMBOLS.indexOf(c) >= 0;
    }

    /// How many passwords must not be used again.
    int remembered() {
        Integer number = policy == null ? null : policy.passwordReusePrevention();
        return number == null ? 0 : number;
    }

    /// Unless the account has a policy that says so, users may not.
    boolean usersMayChange() {
        return policy != null && Boolean.TRUE.equals(policy.allowUsersToChangePassword());
    }
}
