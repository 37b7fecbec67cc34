package dev.virga.services.cloudformation;

import org.jspecify.annotations.Nullable;

/// What resources and other stacks contribute to expressions.
interface Values {
    /// What `Ref` gives for a resource of the template, or null when there is no such resource.
    @Nullable
    Object ref(String logicalId);

    /// What `Fn::GetAtt` gives, or null when the resource has no such attribute.
    @Nullable
    Object attribute(String logicalId, String attribute);

    /// What another stack exports under the name, or null.
    @Nullable
    String exported(String name);

    /// Before anything is deployed: there are no resources.
    Values NONE = new Values() {
        @Override
        public @Nullable Object ref(String logicalId) {
            return null;
        }

        @Override
        public @Nullable Object attribute(String logicalId, String attribute) {
            return null;
        }

        @Override
        public @Nullable String exported(String name) {
            return null;
        }
    };
}
