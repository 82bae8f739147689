// The validator that Swagger UI would ask stands on the internet.
SwaggerUIBundle({ url: "/openapi.json", dom_id: "#operations", deepLinking: true, validatorUrl: null });
