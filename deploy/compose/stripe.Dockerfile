# The local Stripe sandbox alone: Node, its logger, and deploy/local/stripe. Build from the root of the repository:
#   docker build -f deploy/compose/stripe.Dockerfile -t covenant-stripe-sandbox .
FROM node:24-bookworm-slim AS installed
WORKDIR /app
COPY package-lock.json lock.json
RUN npm install --ignore-scripts --no-audit --no-fund --no-package-lock \
  "pino@$(node -p "require('./lock.json').packages['node_modules/pino'].version")"

FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production SANDBOX_STATE=/state
COPY --from=installed /app/node_modules node_modules
# Says that the sources are ES modules.
COPY package.json ./
COPY deploy/local/stripe deploy/local/stripe
RUN mkdir /state && chown node:node /state
USER node
EXPOSE 4012
CMD ["node", "deploy/local/stripe/main.ts"]
