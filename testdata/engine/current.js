// The current ClickHouse, which the npm package chdb holds as a library, behind as much of its HTTP interface as the
// tests of report/engine use: a statement as body, or as ?query= with packed rows as body; other parameters are settings.
//
//   node current.js FOLDER PORT     FOLDER has node_modules with chdb; it also gets what is stored
'use strict'
const fs = require('node:fs'), http = require('node:http'), path = require('node:path'), zlib = require('node:zlib')

const folder = path.resolve(process.argv[2]), port = Number(process.argv[3])
const { Session } = require(require.resolve('chdb', { paths: [folder] }))
const stored = path.join(folder, 'stored')
const kept = new Session(stored) // holds it open
const ofHTTP = ['query', 'wait_end_of_query', 'enable_http_compression']
let turn = Promise.resolve(), bodies = 0

async function bodyOf(request) {
  const parts = []
  for await (const part of request) parts.push(part)
  const body = Buffer.concat(parts)
  return request.headers['content-encoding'] === 'gzip' ? zlib.gunzipSync(body) : body
}

async function answer(request) {
  const asked = new URL(request.url, 'http://engine'), body = await bodyOf(request)
  if (asked.pathname === '/ping') return 'Ok.\n'
  const session = new Session(stored)
  try {
    for (const [name, value] of asked.searchParams) {
      if (!ofHTTP.includes(name)) await session.queryAsync(`SET ${name} = '${value.replace(/[\\']/g, '')}'`)
    }
    const statement = asked.searchParams.get('query')
    if (!statement) return (await session.queryAsync(body.toString(), { format: 'TabSeparated' })).bytes()
    const file = path.join(folder, `body-${++bodies}`)
    fs.writeFileSync(file, body)
    await session.queryAsync(statement.replace(/ FORMAT (\w+)$/, ` FROM INFILE '${file}' FORMAT $1`))
    fs.rmSync(file)
    return ''
  } finally {
    session.close()
  }
}

http.createServer((request, response) => {
  turn = turn.then(() => answer(request)).then((told) => response.end(told), (error) => {
    response.statusCode = 500
    response.end(`${error.message}\n`)
  })
}).listen(port, '127.0.0.1', () => console.log(`answers at ${port}`))
process.on('SIGTERM', () => { kept.close(); process.exit(0) })
