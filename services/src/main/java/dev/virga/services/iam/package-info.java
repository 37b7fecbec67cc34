/// AWS Identity and Access Management: users, groups, roles, policies, and the decisions made with
/// them.
@NullMarked
package dev.virga.services.iam;

import org.jspecify.annotations.NullMarked;
