# docs/deploy.md says how to build and run it.
FROM node:22-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
ARG SITE_URL=
RUN npm run build \
  && npm run --silent nginx:config > nginx.conf

FROM nginxinc/nginx-unprivileged:stable-alpine
COPY --from=build /app/nginx.conf /etc/nginx/conf.d/default.conf
COPY --from=build /app/dist /usr/share/nginx/html
EXPOSE 8080
