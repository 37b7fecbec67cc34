/// Queries of one object in SQL, for SelectObjectContent.
@NullMarked
package dev.virga.services.s3.select;

import org.jspecify.annotations.NullMarked;
