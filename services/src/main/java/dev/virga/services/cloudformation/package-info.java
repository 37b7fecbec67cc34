/// AWS CloudFormation. [dev.virga.services.cloudformation.CloudFormation] is the way in; see
/// README.md.
@NullMarked
package dev.virga.services.cloudformation;

import org.jspecify.annotations.NullMarked;
