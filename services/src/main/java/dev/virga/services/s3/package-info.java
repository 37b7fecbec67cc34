/// Amazon S3: buckets and objects. [dev.virga.services.s3.S3] is the way in; see README.md.
@NullMarked
package dev.virga.services.s3;

import org.jspecify.annotations.NullMarked;
