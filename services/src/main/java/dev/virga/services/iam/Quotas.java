package dev.virga.services.iam;

/// AWS's default quotas; sizes are characters without white space.
final class Quotas {
    static final int USERS = 5000;
    static final int GROUPS = 300;
    static final int ROLES = 1000;
    static final int POLICIES = 1500;
    static final int OPENID_PROVIDERS = 100;
    static final int CLIENTS_PER_PROVIDER = 100;
    static final int THUMBPRINTS_PER_PROVIDER = 5;
    static final int SERVER_CERTIFICATES = 20;
    static final int SAML_PROVIDERS = 100;
    static final int INSTANCE_PROFILES = 1000;
    static final int MFA_DEVICES_PER_USER = 8;
    static final int GROUPS_PER_USER = 10;
    static final int ACCESS_KEYS_PER_USER = 2;
    static final int ATTACHED_POLICIES = 10;
    static final int VERSIONS_PER_POLICY = 5;
    static final int TAGS = 50;
    static final int MANAGED_POLICY_SIZE = 6144;
    static final int TRUST_POLICY_SIZE = 2048;
    static final int DEFAULT_PAGE = 100;

    private Quotas() {}
}
