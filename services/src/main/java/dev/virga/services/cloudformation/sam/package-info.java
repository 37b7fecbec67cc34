/// The serverless transform: AWS::Serverless-2016-10-31 templates to plain CloudFormation.
@NullMarked
package dev.virga.services.cloudformation.sam;

import org.jspecify.annotations.NullMarked;
