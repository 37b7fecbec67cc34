'use strict';
// Lets ES imports find packages in the folders of NODE_PATH. Loaded only when an import failed.

const nodeModule = require('node:module');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const folders = (process.env.NODE_PATH || '').split(':').filter(Boolean);
const parents = folders.map((folder) => pathToFileURL(path.join(path.dirname(folder), 'x.mjs')).href);
const isBare = (specifier) => !/^(\.{0,2}\/|[a-z]+:)/.test(specifier);

function searchNodePath() {
  if (nodeModule.registerHooks) {
    nodeModule.registerHooks({
      resolve(specifier, context, next) {
        try {
          return next(specifier, context);
        } catch (error) {
          if (error.code === 'ERR_MODULE_NOT_FOUND' && isBare(specifier)) {
            for (const parentURL of parents) {
              try {
                return next(specifier, { ...context, parentURL });
              } catch {
                // The next folder.
              }
            }
          }
          throw error;
        }
      },
    });
    return;
  }
  const hook = `
    const parents = ${JSON.stringify(parents)};
    export async function resolve(specifier, context, next) {
      try {
        return await next(specifier, context);
      } catch (error) {
        if (error.code === 'ERR_MODULE_NOT_FOUND' && ${isBare}(specifier)) {
          for (const parentURL of parents) {
            try { return await next(specifier, { ...context, parentURL }); } catch {}
          }
        }
        throw error;
      }
    }`.replace(`${isBare}(`, `(${isBare})(`);
  nodeModule.register(`data:text/javascript,${encodeURIComponent(hook)}`);
}

module.exports = { searchNodePath };
