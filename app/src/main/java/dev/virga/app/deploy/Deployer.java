package dev.virga.app.deploy;

import java.nio.file.Path;
import java.util.List;

/// Turns folders with a template into stacks. Thread-safe; one deployment of a stack at a time.
public interface Deployer {
    /// Builds the folder's functions and makes or updates the stack; returns when that is complete.
    ///
    /// @throws DeployFailed when the stack is as it was before, or what is left of it is told
    App deploy(Path folder, String stack, Progress progress) throws DeployFailed;

    /// Removes the stack and what is in it.
    void remove(String stack, Progress progress) throws DeployFailed;

    /// Every deployed application.
    List<App> apps();

    /// A cloud without CloudFormation: nothing is deployed, and whoever tries is told so.
    static Deployer none() {
        return new Deployer() {
            @Override
            public App deploy(Path folder, String stack, Progress progress) throws DeployFailed {
                throw new DeployFailed("cloudformation:CreateStack is not implemented by Virga yet.");
            }

            @Override
            public void remove(String stack, Progress progress) throws DeployFailed {
                throw new DeployFailed("cloudformation:DeleteStack is not implemented by Virga yet.");
            }

            @Override
            public List<App> apps() {
                return List.of();
            }
        };
    }
}
