# The whole server: store, index, dashboard and browser SDK. Data are in /data; see docs/self-hosting.md.

FROM node:24-slim AS build
WORKDIR /app
COPY . .
RUN npm install --no-audit --no-fund && npm run build

# What the program needs to run, without what it needs to be built.
FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY apps/server/package.json apps/server/
COPY packages/conditions/package.json packages/conditions/
COPY packages/protocol/package.json packages/protocol/
RUN npm install --omit=dev --workspace apps/server --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=4400 \
    MUSTER_DATA_DIR=/data
WORKDIR /app
COPY --from=dependencies /app ./
COPY --from=build /app/apps/server/bin apps/server/bin
COPY --from=build /app/apps/server/dist apps/server/dist
COPY --from=build /app/apps/dashboard/dist apps/dashboard/dist
RUN ln -s /app/apps/server/bin/muster.cjs /usr/local/bin/muster \
    && mkdir --mode=700 /data \
    && chown node:node /data
USER node
VOLUME /data
EXPOSE 4400
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["muster"]
CMD ["start"]
