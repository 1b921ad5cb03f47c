module.exports = { testMatch: ['<rootDir>/jest.spec.cjs'], transform: {} };
