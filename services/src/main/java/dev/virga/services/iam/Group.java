package dev.virga.services.iam;

import java.time.Instant;

record Group(String account, String path, String name, String id, Instant created, Grants grants)
        implements Entity<Group> {
    static final String KIND = "group";

    @Override
    public String arn() {
        return Arns.of(account, KIND, path, name);
    }

    @Override
    public Group withGrants(Grants others) {
        return new Group(account, path, name, id, created, others);
    }

    dev.virga.api.iam.Group shape() {
        return dev.virga.api.iam.Group.builder()
                .path(path)
                .groupName(name)
                .groupId(id)
                .arn(arn())
                .createDate(created)
                .build();
    }
}
