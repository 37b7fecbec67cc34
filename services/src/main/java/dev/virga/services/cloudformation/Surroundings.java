package dev.virga.services.cloudformation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a template is deployed: what the pseudo parameters show.
record Surroundings(String account, String region, String stackName, String stackId, List<String> notificationArns) {
    /// What `{"Ref": "AWS::NoValue"}` gives: the property is as if it were not there.
    static final Object NO_VALUE = new Object() {
        @Override
        public String toString() {
            return "AWS::NoValue";
        }
    };

    /// Null when there is no such pseudo parameter.
    @Nullable
    Object pseudo(String name) {
        return switch (name) {
            case "AWS::AccountId" -> account;
            case "AWS::Region" -> region;
            case "AWS::StackName" -> stackName;
            case "AWS::StackId" -> stackId;
            case "AWS::Partition" -> "aws";
            case "AWS::URLSuffix" -> "amazonaws.com";
            case "AWS::NotificationARNs" -> notificationArns;
            case "AWS::NoValue" -> NO_VALUE;
            default -> null;
        };
    }
}
