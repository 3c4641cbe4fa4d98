#!/usr/bin/env node
const { launch } = require('./launch.js')

launch('harep', 'src')
