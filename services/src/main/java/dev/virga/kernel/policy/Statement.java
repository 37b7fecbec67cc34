package dev.virga.kernel.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One statement of a policy.
///
/// @param actions lower case
/// @param actionNames the same as they were written, for explanations
/// @param notAction the actions are those that are not meant
/// @param resources empty in trust policies, which speak of their own role
/// @param principals null in identity policies
record Statement(
        @Nullable String sid,
        boolean allow,
        List<Wildcard> actions,
        List<String> actionNames,
        boolean notAction,
        List<Template> resources,
        boolean notResource,
        @Nullable Principals principals,
        List<Condition> conditions) {

    /// Whether it speaks of this action on this resource under these conditions; principals are not
    /// looked at.
    boolean applies(RequestContext context) {
        return appliesToAction(context) && appliesToResource(context) && holds(context);
    }

    boolean appliesToAction(RequestContext context) {
        for (Wildcard pattern : actions) {
            if (context.matches(pattern, context.action())) {
                return !notAction;
            }
        }
        return notAction;
    }

    boolean appliesToResource(RequestContext context) {
        if (resources.isEmpty()) {
            return true;
        }
        for (Template template : resources) {
            Wildcard pattern = template.pattern(context);
            if (pattern == null) {
                // Of whom nothing is known nothing is allowed: `NotResource` must not let everything through.
                if (allow && notResource) {
                    return false;
                }
            } else if (context.matches(pattern, context.resource())) {
                return !notResource;
            }
        }
        return notResource;
    }

    private boolean holds(RequestContext context) {
        for (Condition condition : conditions) {
            if (!condition.holds(context)) {
                return false;
            }
        }
        return true;
    }
}
